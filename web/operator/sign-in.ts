import { type RequestHandler, Router } from 'express';
import { apiFor } from './api.ts';
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
    res.type('html').send(pages('sign-in', { assets, title: 'Entrer', next: ownPath(req.query.suite) }));
  };
}

function invited({ pages, assets }: House): RequestHandler<{ token: string }> {
  return (req, res) => {
    const { token } = req.params;
    res.set('Referrer-Policy', 'same-origin');
    res.type('html').send(pages('invitation', { assets, title: 'Votre clé d’accès', token }));
  };
}

const leaving: RequestHandler = async (req, res) => {
  const api = apiFor(req);
  await api.call('DELETE /session');
  for (const cookie of api.cookies) res.append('Set-Cookie', cookie);
  res.redirect(303, '/connexion');
};

/** A path of this site; anything else leads to the first room, so that no link sends people away. */
export function ownPath(path: unknown): string {
  return typeof path === 'string' && /^\/(?![/\\])[^\p{Cc}\\]*$/u.test(path) ? path : '/a-faire';
}
