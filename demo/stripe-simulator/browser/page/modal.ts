export interface Modal {
  overlay: HTMLElement;
  /** Gives the frame in the modal its looks; it must be in the overlay already, for moving reloads it. */
  dress(iframe: HTMLIFrameElement): void;
  close(): void;
}

/**
 * A modal over the page, with the highest z-index there is, which a native dialog's top layer still
 * covers, as it covers Stripe's. https://github.com/stripe/stripe-js/issues/599
 */
export function openModal(label: string, onCancel: () => void): Modal {
  const overlay = document.createElement('div');
  overlay.tabIndex = -1;
  overlay.setAttribute('role', 'dialog');
  overlay.setAttribute('aria-modal', 'true');
  overlay.setAttribute('aria-label', label);
  style(overlay, {
    all: 'initial',
    position: 'fixed',
    inset: '0',
    'z-index': '2147483647',
    display: 'flex',
    'align-items': 'center',
    'justify-content': 'center',
    'box-sizing': 'border-box',
    padding: '16px',
    background: 'rgba(10, 16, 32, 0.55)',
  });
  const before = document.activeElement;
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onCancel();
  };
  overlay.append(closeButton(onCancel));
  overlay.addEventListener('keydown', onKey);
  document.body.appendChild(overlay);
  overlay.focus({preventScroll: true});
  return {
    overlay,
    dress: (iframe) => style(iframe, frameStyle),
    close: () => {
      overlay.remove();
      if (before instanceof HTMLElement) before.focus({preventScroll: true});
    },
  };
}

const frameStyle = {
  width: 'min(440px, 100%)',
  height: 'min(440px, 100%)',
  border: '0',
  'border-radius': '12px',
  background: '#fff',
  'color-scheme': 'light',
  'box-shadow': '0 20px 60px rgba(10, 16, 32, 0.35)',
};

function closeButton(onCancel: () => void): HTMLButtonElement {
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = '×';
  button.setAttribute('aria-label', 'Close');
  style(button, {
    all: 'initial',
    position: 'absolute',
    top: '16px',
    right: '16px',
    width: '40px',
    height: '40px',
    'border-radius': '50%',
    background: 'rgba(255, 255, 255, 0.92)',
    color: '#30313d',
    font: '400 24px/40px Arial, sans-serif',
    'text-align': 'center',
    cursor: 'pointer',
  });
  button.addEventListener('click', onCancel);
  return button;
}

function style(element: HTMLElement, styles: Record<string, string>): void {
  for (const [name, value] of Object.entries(styles)) element.style.setProperty(name, value);
}
