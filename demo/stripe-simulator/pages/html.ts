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
    <script src="/_simulator/page.js"></script>
  </head>
  <body>
    <main>
      <h1>${escapeHtml(title)}</h1>
      ${body}
      <p class="note">This is a simulation of Stripe for tests. No money moves.</p>
    </main>
  </body>
</html>
`;
}

export const styles = `
:root {
  color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif;
  --ground: #f5f6f9; --sheet: #ffffff; --text: #1a1b25; --soft: #565a6e; --line: #c3c7d4;
  --accent: #5046d6; --on-accent: #ffffff; --link: #4338ca; --danger: #b3132a; --focus: #7a73ff;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #14151c; --sheet: #1e202b; --text: #f2f3f8; --soft: #b0b4c6; --line: #4a4e61;
    --accent: #8f88ff; --on-accent: #14151c; --link: #b3aeff; --danger: #ff9aa6; --focus: #b3aeff;
  }
}
* { box-sizing: border-box; }
body { margin: 0; padding: 1rem; display: grid; place-items: center; min-height: 100vh; background: var(--ground); color: var(--text); }
main { width: 100%; max-width: 28rem; padding: 1.5rem; border: 1px solid var(--line); border-radius: 0.75rem; background: var(--sheet); overflow-wrap: anywhere; }
h1 { font-size: 1.25rem; margin: 0 0 1rem; }
h2 { font-size: 1rem; margin: 1.5rem 0 0.5rem; }
a { color: var(--link); }
ul { padding-left: 1.25rem; }
ol { padding-left: 1.25rem; font-size: 0.875rem; }
form { display: flex; flex-wrap: wrap; gap: 0.75rem; }
form.checkout { flex-direction: column; }
button { flex: auto; font: inherit; padding: 0.6rem 1rem; border-radius: 0.4rem; border: 1px solid var(--accent); background: var(--sheet); color: var(--text); cursor: pointer; }
button[value='approve'] { background: var(--accent); color: var(--on-accent); }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
label { display: block; }
input:not([type='radio']) { display: block; width: 100%; font: inherit; padding: 0.5rem 0.6rem; border: 1px solid var(--line); border-radius: 0.4rem; background: var(--ground); color: var(--text); }
fieldset { display: grid; gap: 0.75rem; min-width: 0; margin: 0; padding: 0.75rem; border: 1px solid var(--line); border-radius: 0.4rem; }
.fields:not(:empty) { display: grid; gap: 0.75rem; padding: 0.5rem 0 0.25rem; }
.method:not(:has(:checked)) .fields { display: none; }
[role='alert'] { border-left: 3px solid var(--danger); padding-left: 0.75rem; color: var(--danger); }
.code { display: block; width: 11rem; margin: 0 0 1rem; border-radius: 0.4rem; }
.note { margin: 1.5rem 0 0; font-size: 0.875rem; color: var(--soft); }
`;

/**
 * A 3D Secure page inside Stripe.js's frame answers without leaving: it posts the buyer's choice and
 * then tells the page around it. Without a frame, or without scripts, the form is sent as usual.
 * It runs before the page has any button, so that none can be pressed without it.
 */
export const script = `
if (window.parent !== window) {
  document.addEventListener('submit', async (event) => {
    const form = event.target.closest('form[data-frame]');
    if (!form) return;
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
