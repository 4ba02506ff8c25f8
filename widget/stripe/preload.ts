/** Has the browser fetch a script that will be wanted soon; whoever asks for it then, has it. */
export function preload(script: string): void {
  if (document.querySelector(`link[href=${JSON.stringify(script)}]`)) return;
  const link = document.createElement('link');
  link.rel = 'preload';
  link.as = 'script';
  link.href = script;
  document.head.append(link);
}
