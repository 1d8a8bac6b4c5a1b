import { type Request, type RequestHandler, Router } from 'express';
import { ApiProblem, apiFor } from './api.ts';
import { textsIn } from './sent.ts';
import { type House, roomOf } from './visit.ts';

/** Coming in, going out, and in whose name one works. */
export function signInRooms(house: House): Router {
  return Router()
    .get('/connexion', comingIn(house))
    .get('/invitation/:token', invited(house))
    .post('/sortir', leaving)
    .post(
      '/creancier',
      roomOf(house, async ({ api, goOn }, req) => {
        const { creancier = '', suite } = textsIn(req);
        await api.call('PUT /session', { body: { creditor: creancier === '' ? null : creancier } });
        goOn(ownPath(suite));
      }),
    )
    .get(
      '/aide',
      roomOf(house, async ({ show }) => show('help', 'Aide du clavier', {})),
    );
}

function comingIn({ pages, assets }: House): RequestHandler {
  return (req, res) => {
    res.type('html').send(pages('sign-in', { assets, title: 'Entrer', next: ownPath(req.query.suite), isHere: isHere(req) }));
  };
}

function invited({ pages, assets }: House): RequestHandler<{ token: string }> {
  return async (req, res) => {
    const { token } = req.params;
    const isOver = await isRefused(req, token);
    const title = isOver ? 'Cette invitation n’est plus valable' : 'Votre clé d’accès';
    res.set('Referrer-Policy', 'same-origin');
    res.status(isOver ? 404 : 200).type('html');
    res.send(pages('invitation', { assets, title, token, isOver }));
  };
}

/** True when no passkey can be made with an invitation, which is asked as its page would ask; in doubt the page is shown. */
async function isRefused(
  { headers: { host }, socket }: Pick<Request, 'headers' | 'socket'>,
  invitation: string,
): Promise<boolean> {
  const api = apiFor({ headers: { host, 'sec-fetch-site': 'same-origin' }, socket });
  try {
    await api.call('POST /passkeys/registration', { body: { invitation } });
    return false;
  } catch (error) {
    return error instanceof ApiProblem && [400, 401].includes(error.status);
  }
}

const leaving: RequestHandler = async (req, res) => {
  const api = apiFor(req);
  await api.call('DELETE /session');
  for (const cookie of api.cookies) res.append('Set-Cookie', cookie);
  res.redirect(303, '/connexion');
};

/** True for who reached the site under a name of this machine: he may run its commands. */
export function isHere({ hostname }: Pick<Request, 'hostname'>): boolean {
  return /^(?:localhost|127\.\d+\.\d+\.\d+|\[?::1\]?)$/.test(hostname);
}

/** A path of this site; anything else leads to the first room, so that no link sends people away. */
export function ownPath(path: unknown): string {
  return typeof path === 'string' && /^\/(?![/\\])[^\p{Cc}\\]*$/u.test(path) ? path : '/a-faire';
}
