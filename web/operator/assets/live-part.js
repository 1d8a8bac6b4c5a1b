// The part of a page that says how far long work is: asked again every second while it goes on, and that part alone is drawn again, so that nothing else of the page, nor who stands in it, is disturbed.
import { morphElements } from './turbo.js';

const EVERY_MS = 1000;

class LivePart extends HTMLElement {
  connectedCallback() {
    this.timer = setInterval(() => void this.look(), EVERY_MS);
  }

  disconnectedCallback() {
    clearInterval(this.timer);
  }

  async look() {
    if (document.hidden || this.isAsking || this.dataset.running === undefined) return;
    this.isAsking = true;
    try {
      const answer = await fetch(location.href, { headers: { accept: 'text/html', 'x-live-part': this.id } });
      if (answer.ok) this.heard(await answer.text());
    } catch {
      // The server is away: it is asked again.
    } finally {
      this.isAsking = false;
    }
  }

  heard(html) {
    const fresh = new DOMParser().parseFromString(html, 'text/html').getElementById(this.id);
    if (fresh && this.isConnected) morphElements(this, fresh);
  }
}

customElements.define('live-part', LivePart);
