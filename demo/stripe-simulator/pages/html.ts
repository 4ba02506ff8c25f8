/** Makes text safe inside HTML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A page of the simulator; every one of them says that it is a simulation. */
export function page(title: string, body: string): string {
  return `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="robots" content="noindex" />
    <title>${escapeHtml(title)}</title>
    <link rel="stylesheet" href="/_simulator/page.css" />
  </head>
  <body>
    <main>
      <h1>${escapeHtml(title)}</h1>
      ${body}
      <p class="note">This is a simulation of Stripe for tests. No money moves.</p>
    </main>
    <script src="/_simulator/page.js"></script>
  </body>
</html>
`;
}

export const styles = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { margin: 0; display: grid; place-items: center; min-height: 100vh; }
main { box-sizing: border-box; width: 100%; max-width: 26rem; padding: 1.5rem; }
h1 { font-size: 1.25rem; margin: 0 0 1rem; }
form { display: flex; flex-wrap: wrap; gap: 0.75rem; }
button { font: inherit; padding: 0.6rem 1rem; border-radius: 0.4rem; border: 1px solid #635bff; cursor: pointer; }
button[value='approve'] { background: #635bff; color: #fff; }
button:focus-visible { outline: 3px solid #9c97ff; outline-offset: 2px; }
ol { padding-left: 1.25rem; overflow-wrap: anywhere; font-size: 0.875rem; }
form.checkout { flex-direction: column; }
label { display: block; }
input:not([type='radio']) { box-sizing: border-box; display: block; width: 100%; font: inherit; padding: 0.4rem; }
fieldset { border: 1px solid #8886; border-radius: 0.4rem; }
.method:not(:has(:checked)) .fields { display: none; }
[role='alert'] { border-left: 3px solid #d33; padding-left: 0.75rem; }
.note { margin-top: 1.5rem; font-size: 0.875rem; opacity: 0.8; }
`;

/**
 * A 3D Secure page inside Stripe.js's frame answers without leaving: it posts the buyer's choice and
 * then tells the page around it. Without a frame, or without scripts, the form is sent as usual.
 */
export const script = `
const form = document.querySelector('form[data-frame]');
if (form && window.parent !== window) {
  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const outcome = event.submitter?.value === 'approve' ? 'complete' : 'fail';
    for (const button of form.querySelectorAll('button')) button.disabled = true;
    await fetch(form.action, {
      method: 'POST',
      headers: {Accept: 'application/json'},
      body: new URLSearchParams({outcome}),
    });
    const message = {type: 'stripe-simulator:three-d-secure', id: form.dataset.frame, outcome};
    window.parent.postMessage(message, '*');
  });
}
`;
