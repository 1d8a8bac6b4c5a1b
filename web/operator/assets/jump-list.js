// What is under a few letters, below the field that is everywhere: arrows choose, Enter goes, Escape closes.

const AFTER_MS = 120;

class JumpList extends HTMLElement {
  connectedCallback() {
    this.field = this.querySelector('input');
    this.found = this.querySelector('.jumps') ?? this.appendChild(document.createElement('div'));
    this.found.className = 'jumps';
    this.found.hidden = true;
    this.found.setAttribute('aria-live', 'polite');
    for (const [name, value] of Object.entries({ role: 'combobox', 'aria-autocomplete': 'list', 'aria-expanded': 'false' }))
      this.field.setAttribute(name, value);
    this.field.addEventListener('input', () => this.later());
    this.field.addEventListener('focus', () => void this.look());
    this.field.addEventListener('blur', () => this.close());
    this.field.addEventListener('keydown', (event) => this.press(event));
    this.found.addEventListener('mousedown', (event) => this.take(event));
  }

  later() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.look(), AFTER_MS);
  }

  async look() {
    this.asked?.abort();
    this.asked = new AbortController();
    try {
      const answer = await fetch(`/sauter?q=${encodeURIComponent(this.field.value)}`, { signal: this.asked.signal });
      if (answer.ok && document.activeElement === this.field) this.show(await answer.text());
    } catch {
      // Asked again by the next letter, or the server is away: the field is still a search.
    }
  }

  show(html) {
    this.found.innerHTML = html;
    this.found.hidden = false;
    this.field.setAttribute('aria-expanded', 'true');
    this.field.setAttribute('aria-controls', 'sauts');
    this.choose(0);
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.found.hidden = true;
    this.found.replaceChildren();
    this.field.setAttribute('aria-expanded', 'false');
    for (const name of ['aria-controls', 'aria-activedescendant']) this.field.removeAttribute(name);
  }

  get options() {
    return [...this.found.querySelectorAll('[role=option]')];
  }

  get at() {
    return this.options.findIndex((option) => option.getAttribute('aria-selected') === 'true');
  }

  choose(index) {
    const { options } = this;
    const chosen = options[(index + options.length) % options.length];
    for (const option of options) option.setAttribute('aria-selected', String(option === chosen));
    if (!chosen) return;
    this.field.setAttribute('aria-activedescendant', chosen.id);
    chosen.scrollIntoView({ block: 'nearest' });
  }

  press(event) {
    const act = {
      ArrowDown: () => this.choose(this.at + 1),
      ArrowUp: () => this.choose(this.at - 1),
      Enter: () => this.go(this.options[this.at]),
      Escape: () => this.field.blur(),
    }[event.key];
    if (!act || this.found.hidden || (event.key === 'Enter' && this.at < 0)) return;
    event.preventDefault();
    act();
  }

  take(event) {
    event.preventDefault();
    this.go(event.target.closest('[role=option]'));
  }

  go(option) {
    if (!option) return;
    this.field.value = '';
    this.field.blur();
    Turbo.visit(option.dataset.href);
  }
}

customElements.define('jump-list', JumpList);
