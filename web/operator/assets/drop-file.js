// A file may be let fall on its field, wherever around it: the form then goes by itself.

class DropFile extends HTMLElement {
  connectedCallback() {
    const field = this.querySelector('input');
    const form = this.closest('form');
    form.addEventListener('dragover', (event) => event.preventDefault());
    form.addEventListener('drop', (event) => {
      event.preventDefault();
      field.files = event.dataTransfer.files;
      form.requestSubmit();
    });
  }
}

customElements.define('drop-file', DropFile);
