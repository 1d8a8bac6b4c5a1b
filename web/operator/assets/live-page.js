// Asks every second whether something changed since the page was made, and draws the page again when it did: never while somebody types or chooses, nor while what he sent is on its way.
import { keepWord } from './word-said.js';

const EVERY_MS = 1000;

class LivePage extends HTMLElement {
  connectedCallback() {
    this.timer = setInterval(() => void this.look(), EVERY_MS);
    void this.look();
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  async look() {
    if (document.hidden || this.isAsking) return;
    this.isAsking = true;
    try {
      const answer = await fetch('/changes', { headers: { accept: 'application/json' } });
      if (answer.ok) this.heard((await answer.json()).stamp);
    } catch {
      // The server is away: it is asked again.
    } finally {
      this.isAsking = false;
    }
  }

  heard(stamp) {
    if (this.dataset.stamp !== stamp && !isBusy() && this.isConnected) drawAgain();
  }
}

/** A form that somebody began, a field in which he stands: drawing would take it from his hands. */
function isBusy() {
  const { activeElement } = document;
  return (
    isSending ||
    activeElement?.matches('input:not([type=checkbox]), select, textarea') ||
    document.querySelector('form[data-begun]') !== null
  );
}

let isSending = false;

document.addEventListener('input', (event) => {
  const form = event.target.closest('form');
  if (form && event.target.type !== 'checkbox') form.dataset.begun = 'yes';
});
document.addEventListener('submit', (event) => {
  isSending = true;
  delete event.target.dataset.begun;
});
for (const event of ['turbo:submit-end', 'turbo:load']) document.addEventListener(event, () => (isSending = false));
addEventListener('pageshow', () => (isSending = false));

/** This page is on its way again. Who began to type meanwhile, be it in the last moment, keeps what is under his hands: it is looked for again. */
let isAsked = false;
let isDrawnAgain = false;

function drawAgain() {
  if (Turbo.session.navigator.currentVisit) return;
  isAsked = true;
  Turbo.session.refresh(location.href);
}

/** Turbo waits a moment before it draws: a form that was sent meanwhile goes first, its answer would be lost. */
document.addEventListener('turbo:before-visit', (event) => {
  if (!isAsked || !isSending || event.detail.url !== location.href) return;
  isAsked = false;
  event.preventDefault();
});
document.addEventListener('turbo:visit', () => {
  isDrawnAgain = isAsked;
  isAsked = false;
});
document.addEventListener('turbo:before-render', ({ detail }) => {
  const { render, newBody } = detail;
  if (isDrawnAgain) keepWord(newBody);
  if (isDrawnAgain) detail.render = (...pages) => (isBusy() ? undefined : render(...pages));
});

/** What somebody opened or closed himself stays so. */
document.addEventListener('turbo:before-morph-attribute', (event) => {
  if (event.target.matches('details') && event.detail.attributeName === 'open') event.preventDefault();
});

customElements.define('live-page', LivePage);
