// Buttons that copy are shown where they work: over TLS, with a script.
const told = document.getElementById('told');
const say = (text) => {
  if (told) told.textContent = text;
};

/** Says for two seconds that it is copied; a browser that refuses says nothing. */
const copied = (button, label) => {
  button.textContent = button.dataset.copied;
  say(button.dataset.copied);
  setTimeout(() => {
    button.textContent = label;
    say('');
  }, 2000);
};

if (navigator.clipboard) {
  for (const button of document.querySelectorAll('button[data-copy]')) {
    const label = button.textContent;
    button.hidden = false;
    button.addEventListener('click', () => {
      navigator.clipboard.writeText(button.dataset.copy).then(
        () => copied(button, label),
        () => {},
      );
    });
  }
}
