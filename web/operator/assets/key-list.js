// j, k: next and previous line; x: check it; Shift x: check up to it. The line that has the focus is the one that is open beside the list.
// A key that does nothing here says so.

/** What is done with all checked lines. */
const bulk = ['A', 'F'];

class KeyList extends HTMLElement {
  connectedCallback() {
    this.hear = (event) => this.press(event);
    document.addEventListener('keydown', this.hear);
  }

  disconnectedCallback() {
    document.removeEventListener('keydown', this.hear);
  }

  get links() {
    return [...this.querySelectorAll('li > a')];
  }

  get current() {
    const links = this.links;
    const focused = links.findIndex((link) => link.parentElement.contains(document.activeElement));
    return focused >= 0 ? focused : links.findIndex((link) => link.hasAttribute('aria-current'));
  }

  press(event) {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest?.('input:not([type=checkbox]), select, textarea'))
      return;
    const act = { j: () => this.go(1), k: () => this.go(-1), x: () => this.check(), X: () => this.checkRange() }[event.key];
    if (!act) return this.missed(event.key);
    event.preventDefault();
    act();
  }

  go(by) {
    const link = this.links[Math.max(0, Math.min(this.links.length - 1, this.current + by))];
    if (!link || link.hasAttribute('aria-current')) return;
    link.focus();
    link.scrollIntoView({ block: 'nearest' });
    if (matchMedia('(min-width: 60rem)').matches) Turbo.visit(link.href, { action: 'replace' });
  }

  boxAt(index) {
    return this.links[index]?.parentElement.querySelector('input[type=checkbox]');
  }

  check() {
    const box = this.boxAt(this.current);
    if (!box) return this.say('Cette ligne ne se coche pas\u00a0: elle se traite seule.');
    box.checked = !box.checked;
    KeyList.anchor = this.current;
  }

  // The key of an act that the page does not offer.
  missed(key) {
    const name = bulk.includes(key) ? `Shift+${key}` : key;
    if ([...this.dataset.keys, ...bulk].includes(key) && !document.querySelector(`[data-hotkey="${name}"]`))
      this.say('Rien à faire ici par cette touche\u00a0; «\u00a0?\u00a0» montre les touches.');
  }

  say(text) {
    this.querySelector('[role=status]').textContent = text;
  }

  checkRange() {
    const [from, to] = [KeyList.anchor ?? this.current, this.current].sort((one, other) => one - other);
    for (let index = from; index <= to; index += 1) if (this.boxAt(index)) this.boxAt(index).checked = true;
  }
}

KeyList.anchor = null;
customElements.define('key-list', KeyList);

// Checked lines stay checked when the page draws itself again, or goes to the line beside.
const checked = new Set();

document.addEventListener('turbo:before-render', () => {
  checked.clear();
  for (const box of document.querySelectorAll('key-list input:checked')) checked.add(box.id);
});
document.addEventListener('turbo:render', () => {
  for (const box of document.querySelectorAll('key-list input[type=checkbox]')) if (checked.has(box.id)) box.checked = true;
});
