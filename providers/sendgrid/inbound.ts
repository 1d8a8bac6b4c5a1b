import { createHash, timingSafeEqual } from 'node:crypto';
import busboy from 'busboy';
import { type Request, type RequestHandler, Router } from 'express';
import { type AnswerDeps, type Heard, hearMail } from '../../api/answers/hear.ts';
import { HttpProblem } from '../../api/http/problem.ts';
import { noteTaken, type Taken, takenBy } from '../../api/webhooks/received.ts';
import { refuse } from '../../domain/fault.ts';

/** As much as SendGrid hands over. */
const MOST_BYTES = 31_000_000;

/** `POST /webhooks/sendgrid/inbound/<secret>`: inbound parse with « POST the raw, full MIME message ». It signs nothing: the address is the secret. */
export function inboundDoor(deps: AnswerDeps, secret: string): RequestHandler {
  return Router().post('/webhooks/sendgrid/inbound/:secret', async (req, res) => {
    if (!isSame(req.params.secret, secret)) throw new HttpProblem(401, 'The secret in the address is wrong.');
    const heard = await hearMail(deps, await rawIn(req as Request));
    noteTaken(res, ...takenMails(heard));
    res.status(204).end();
  });
}

/** A mail of nobody, of whom nothing is written here, or one line for each case that it was told to. */
function takenMails(heard: Heard): Taken[] {
  if (typeof heard === 'string') return [{ reference: null, kind: 'mail', answer: heard === 'auto' ? 'accepted' : 'unknown' }];
  return heard.told.map((caseId) => takenBy(caseId, { reference: null, kind: 'mail' }));
}

function isSame(given: string, expected: string): boolean {
  const [one, other] = [given, expected].map((text) => createHash('sha256').update(text).digest());
  return one !== undefined && other !== undefined && timingSafeEqual(one, other);
}

/** The field `email` of the form, as bytes: whatever charsets it holds are the mail's own. */
function rawIn(req: Request): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    let raw: Buffer | undefined;
    let isCut = false;
    const parts = partsOf(req);
    parts.on('field', (name, value, { valueTruncated }) => {
      if (name !== 'email') return;
      raw = Buffer.from(value, 'latin1');
      isCut = valueTruncated;
    });
    parts.on('error', (error) => reject(Object.assign(error as Error, { status: 400 })));
    parts.on('close', () => {
      if (isCut) return reject(new HttpProblem(413, 'A mail of at most 30 MB is expected.'));
      if (raw) return resolve(raw);
      try {
        refuse('email', 'is missing, expected the raw mail: tick « POST the raw, full MIME message »');
      } catch (error) {
        reject(error);
      }
    });
    req.pipe(parts);
  });
}

function partsOf(req: Request): ReturnType<typeof busboy> {
  try {
    return busboy({ headers: req.headers, defCharset: 'latin1', limits: { fieldSize: MOST_BYTES, files: 0, fields: 50 } });
  } catch {
    throw new HttpProblem(415, 'A form of type multipart/form-data is expected.');
  }
}
