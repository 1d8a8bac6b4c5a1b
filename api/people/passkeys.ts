import {
  type AuthenticationResponseJSON,
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type RegistrationResponseJSON,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from '@simplewebauthn/server';
import {
  addPasskey,
  countPasskey,
  findPasskey,
  findPerson,
  giveToken,
  type Person,
  passkeysOf,
  takeToken,
} from '../../db/people.ts';
import type { ApiDeps } from '../deps.ts';
import { HttpProblem } from '../http/problem.ts';
import { isOnThisMachine, ownOrigins } from './origin.ts';

const CHALLENGE_MINUTES = 5;
const RELYING_PARTY = 'Exigible';

type PasskeyDeps = Pick<ApiDeps, 'db' | 'config'>;

/** What a browser needs to make a passkey for a person; its challenge is good once, for five minutes. */
export async function registrationOptions({ db, config }: PasskeyDeps, person: Person) {
  const options = await generateRegistrationOptions({
    rpName: RELYING_PARTY,
    rpID: partyIdOf(config.publicUrl),
    userName: person.name,
    userID: new TextEncoder().encode(String(person.id)),
    excludeCredentials: (await passkeysOf(db, person.id)).map(({ credentialId }) => ({ id: credentialId })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  });
  await giveToken(db, {
    purpose: 'registration',
    personId: person.id,
    minutes: CHALLENGE_MINUTES,
    token: options.challenge,
  });
  return options;
}

/** Keeps the passkey that a browser made for a person. Throws 401 when it does not answer our challenge, from our page, with the person present. */
export async function registerPasskey(
  { db, config }: PasskeyDeps,
  person: Person,
  response: RegistrationResponseJSON,
): Promise<void> {
  const { registrationInfo } = await verifyRegistrationResponse({
    response,
    expectedChallenge: async (challenge) => (await takeToken(db, 'registration', challenge))?.personId === person.id,
    expectedOrigin: [...ownOrigins(config.publicUrl)],
    expectedRPID: partyIdOf(config.publicUrl),
  }).catch(refused);
  if (!registrationInfo) return refused();
  const { id, publicKey, counter, transports = [] } = registrationInfo.credential;
  const key = { credentialId: id, publicKey: Buffer.from(publicKey).toString('base64url'), counter, transports };
  await addPasskey(db, { ...key, personId: person.id });
}

/** What a browser needs to sign in with whatever passkey it has for us. */
export async function signInOptions({ db, config }: PasskeyDeps) {
  const options = await generateAuthenticationOptions({ rpID: partyIdOf(config.publicUrl), userVerification: 'required' });
  await giveToken(db, { purpose: 'sign-in', personId: null, minutes: CHALLENGE_MINUTES, token: options.challenge });
  return options;
}

/** The person whose passkey signed our challenge. Throws 401 for anything else, and for a passkey that has been copied. */
export async function signIn({ db, config }: PasskeyDeps, response: AuthenticationResponseJSON): Promise<Person> {
  const passkey = await findPasskey(db, response.id);
  const person = passkey && (await findPerson(db, passkey.personId));
  if (!passkey || !person) return refused();
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response,
    expectedChallenge: async (challenge) => (await takeToken(db, 'sign-in', challenge)) !== undefined,
    expectedOrigin: [...ownOrigins(config.publicUrl)],
    expectedRPID: partyIdOf(config.publicUrl),
    credential: {
      id: passkey.credentialId,
      publicKey: new Uint8Array(Buffer.from(passkey.publicKey, 'base64url')),
      counter: passkey.counter,
    },
  }).catch(refused);
  if (!verified) return refused();
  await countPasskey(db, passkey.credentialId, authenticationInfo.newCounter);
  return person;
}

/** The name that a passkey is bound to. No address of numbers can be one: a laptop is `localhost`. */
function partyIdOf(publicUrl: string): string {
  return isOnThisMachine(publicUrl) ? 'localhost' : new URL(publicUrl).hostname;
}

/** Why is nobody's business. */
function refused(): never {
  throw new HttpProblem(401, 'This passkey does not open anything here.');
}
