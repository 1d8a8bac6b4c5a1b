// A word about what was done stays until the person goes elsewhere or does something else: a page that draws itself again keeps it.

/** Puts the word of the page that is shown into the one that replaces it, unless that one has a word of its own. */
export function keepWord(newBody) {
  const word = document.querySelector('.flash');
  if (!word || newBody.querySelector('.flash')) return;
  newBody.querySelector('main')?.before(document.importNode(word, true));
}

/** What is shown was said: no later page says it. */
document.addEventListener('turbo:load', () => {
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not there without TLS
  if (document.querySelector('.flash')) document.cookie = 'exigible-mot=; path=/; max-age=0; samesite=lax';
});
