// One more line of a list in a form: the last one again, empty.

class MoreLines extends HTMLElement {
  connectedCallback() {
    const button = document.createElement('button');
    button.type = 'button';
    button.textContent = 'Une ligne de plus';
    button.addEventListener('click', () => this.add());
    this.replaceChildren(button);
  }

  add() {
    const lines = this.parentElement.querySelectorAll('.line');
    const next = lines.length;
    const line = lines[next - 1].cloneNode(true);
    for (const field of line.querySelectorAll('input, select')) {
      const label = line.querySelector(`label[for="${field.id}"]`);
      field.name = field.name.replace(/\.\d+\./, `.${next}.`);
      field.id = field.id.replace(/\.\d+\./, `.${next}.`);
      field.value = '';
      label.htmlFor = field.id;
      label.textContent = label.textContent.replace(/\d+$/, String(next + 1));
    }
    this.before(line);
    line.querySelector('input, select').focus();
  }
}

customElements.define('more-lines', MoreLines);
