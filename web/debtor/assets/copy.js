// Buttons that copy are shown where they work: over TLS, with a script.
const told = document.getElementById('told');
if (navigator.clipboard) {
  for (const button of document.querySelectorAll('button[data-copy]')) {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(button.dataset.copy);
      } catch {
        return;
      }
      button.textContent = button.dataset.copied;
      if (told) told.textContent = button.dataset.copied;
      setTimeout(() => {
        button.textContent = label;
        if (told) told.textContent = '';
      }, 2000);
    });
  }
}
