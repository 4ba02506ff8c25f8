import {html, type TemplateResult} from 'lit';

/** What the simulator's control API answers; see demo/stripe-simulator/README.md. */
interface Simulator {
  scenarios: string[];
  scenario: string | null;
  now: string;
}

const hour = 3_600_000;

/** Lets a developer choose what Stripe does, and move its clock. */
export class SimulatorPanel {
  readonly #changed: () => void;
  #simulator: Simulator | undefined;

  /** @param changed Called when the panel has something new to show. */
  constructor(changed: () => void) {
    this.#changed = changed;
    void this.#call('settings');
  }

  view(): TemplateResult {
    const {scenarios = [], scenario = null, now} = this.#simulator ?? {};
    return html`
      <section>
        <h3>What Stripe does</h3>
        <div class="settings">
          <label>
            Scenario
            <select @change=${(event: Event) => this.#play(event)}>
              <option value="" disabled .selected=${scenario === null}>
                ${this.#simulator ? 'settings of its own' : '…'}
              </option>
              ${scenarios.map(
                (name) =>
                  html`<option value=${name} .selected=${name === scenario}>
                    ${name.replaceAll('_', ' ')}
                  </option>`,
              )}
            </select>
          </label>
          <label>
            Stripe's clock
            <button @click=${() => this.#call('clock', {advance: hour})}>
              ${now ? new Date(now).toLocaleTimeString(undefined, {timeStyle: 'short'}) : '…'} + 1 h
            </button>
          </label>
        </div>
        <p class="note"><a href="/_simulator/">Requests, events and deliveries</a></p>
      </section>
    `;
  }

  #play(event: Event): void {
    void this.#call('scenario', {name: (event.target as HTMLSelectElement).value});
  }

  async #call(what: string, change?: object): Promise<void> {
    const answer = await fetch(`/_simulator/${what}`, {
      method: change ? 'POST' : 'GET',
      headers: {'Content-Type': 'application/json'},
      ...(change && {body: JSON.stringify(change)}),
    });
    if (answer.ok) this.#simulator = (await answer.json()) as Simulator;
    this.#changed();
  }
}
