// Says that the server is at work once an answer takes its time, and for how long by now: a dry month, a comparison of plans, a digest of many letters.

class WaitNote extends HTMLElement {
  connectedCallback() {
    this.stops = new AbortController();
    const { signal } = this.stops;
    const on = (event, does) => document.addEventListener(event, does, { signal });
    on('turbo:submit-start', () => this.begin());
    on('turbo:visit', ({ detail }) => detail.action === 'advance' && this.begin());
    for (const event of ['turbo:submit-end', 'turbo:load', 'turbo:fetch-request-error']) on(event, () => this.end());
  }

  disconnectedCallback() {
    this.stops.abort();
    this.end();
  }

  begin() {
    this.end();
    let seconds = 0;
    this.timer = setInterval(() => this.say(++seconds), 1000);
  }

  end() {
    clearInterval(this.timer);
    this.hidden = true;
  }

  say(seconds) {
    this.querySelector('time').textContent = `${seconds} s`;
    this.hidden = false;
  }
}

customElements.define('wait-note', WaitNote);
