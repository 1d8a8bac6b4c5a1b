// Coming in with what a device keeps: it signs a challenge of the server, which then opens the session.

const ceremonies = {
  'sign-in': {
    challenge: '/passkeys/challenge',
    answer: '/passkeys/sign-in',
    sign: (options) => navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options) }),
  },
  registration: {
    challenge: '/passkeys/registration',
    answer: '/passkeys',
    sign: (options) => navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) }),
  },
};

class PasskeyDoor extends HTMLElement {
  connectedCallback() {
    const button = this.querySelector('button');
    button.hidden = false;
    button.addEventListener('click', () => void this.enter(button));
  }

  async enter(button) {
    const said = this.querySelector('.wrong');
    said.textContent = '';
    button.disabled = true;
    try {
      await this.ceremony(ceremonies[this.dataset.kind]);
      this.goOn();
    } catch (error) {
      said.textContent = wordsFor(error);
    } finally {
      button.disabled = false;
    }
  }

  async ceremony({ challenge, answer, sign }) {
    const besides = this.dataset.invitation === undefined ? {} : { invitation: this.dataset.invitation };
    const signed = await sign(await post(challenge, besides));
    await post(answer, { ...besides, response: signed.toJSON() });
  }

  /** To the page that was asked for; or the form that was kept is sent. */
  goOn() {
    const { then } = this.dataset;
    if (then.startsWith('#')) document.querySelector(then).requestSubmit();
    else location.assign(then);
  }
}

async function post(path, body) {
  const answer = await fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  if (!answer.ok) throw Object.assign(new Error(), { status: answer.status });
  return answer.json();
}

function wordsFor(error) {
  if (error.status === 429) return 'Trop d’essais : attendez une minute.';
  if (error.status === 401) return 'Cette clé n’ouvre rien ici, ou l’invitation a déjà servi.';
  if (error.status !== undefined) return 'Le serveur a refusé. Recommencez dans un instant.';
  return 'L’appareil n’a pas donné de clé : recommencez, ou demandez une invitation.';
}

customElements.define('passkey-door', PasskeyDoor);
