import { randomBytes } from 'node:crypto';
import { Integer, OctetString } from 'asn1js';
import { AlgorithmIdentifier, ContentInfo, MessageImprint, SignedData, TimeStampReq, TimeStampResp, TSTInfo } from 'pkijs';

const SHA256 = '2.16.840.1.101.3.4.2.1';
const GRANTED: readonly number[] = [0, 1];
const PATIENCE_MS = 30_000;

/**
 * The token that a time-stamping authority gives for a SHA-256 (RFC 3161, over HTTP as its section 3.4 says), DER. Rejects when the
 * authority refuses, or when what it answers is not about this digest and this request.
 */
export async function stamped(url: string, sha256: Uint8Array): Promise<Buffer> {
  const nonce = new Integer({ valueHex: positive(randomBytes(12)) });
  const messageImprint = new MessageImprint({
    hashAlgorithm: new AlgorithmIdentifier({ algorithmId: SHA256 }),
    hashedMessage: new OctetString({ valueHex: Uint8Array.from(sha256).buffer }),
  });
  const request = new TimeStampReq({ version: 1, messageImprint, nonce, certReq: true });
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/timestamp-query' },
    body: Buffer.from(request.toSchema().toBER()),
    signal: AbortSignal.timeout(PATIENCE_MS),
  });
  if (!response.ok) throw new Error(`the time-stamping authority answered ${response.status}`);
  return tokenIn(await response.arrayBuffer(), request);
}

function tokenIn(answer: ArrayBuffer, request: TimeStampReq): Buffer {
  const { status, timeStampToken } = TimeStampResp.fromBER(answer);
  if (!GRANTED.includes(status.status) || !timeStampToken)
    throw new Error(`the time-stamping authority refused: ${status.status}`);
  const token = Buffer.from(timeStampToken.toSchema().toBER());
  const { messageImprint, nonce } = stampIn(token);
  const isOurs =
    same(messageImprint.hashedMessage, request.messageImprint.hashedMessage) && nonce !== undefined && same(nonce, request.nonce);
  if (!isOurs) throw new Error('the time-stamping authority stamped something else');
  return token;
}

interface Valued {
  readonly valueBlock: { readonly valueHexView: Uint8Array };
}

function same(one: Valued, other: Valued | undefined): boolean {
  return other !== undefined && Buffer.from(one.valueBlock.valueHexView).equals(Buffer.from(other.valueBlock.valueHexView));
}

/** What a token says: the digest, and the moment that the authority puts on it. Throws for what is no token. */
export function stampIn(token: Uint8Array): TSTInfo {
  const signed = new SignedData({ schema: ContentInfo.fromBER(token).content });
  const content = signed.encapContentInfo.eContent?.getValue();
  if (content === undefined) throw new Error('no time stamp in it');
  return TSTInfo.fromBER(content);
}

/** A DER integer whose first bit is set is negative. */
function positive(bytes: Buffer): ArrayBuffer {
  return Uint8Array.from(bytes, (byte, index) => (index === 0 ? (byte & 0x7f) | 0x40 : byte)).buffer;
}
