import { createHash, createHmac } from 'node:crypto';

/** Who signs, and for which service in which region. */
export interface AwsCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly region: string;
  readonly service: string;
}

/** A request to sign: every header named here is signed; `x-amz-date` and `x-amz-content-sha256` must be among them. */
export interface SignableRequest {
  readonly method: string;
  readonly host: string;
  /** Already encoded; without a query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
}

const ALGORITHM = 'AWS4-HMAC-SHA256';

/** The `Authorization` header of a request (AWS Signature Version 4). Header names are lower case. */
export function awsAuthorization(request: SignableRequest, credentials: AwsCredentials): string {
  const headers: Record<string, string> = { host: request.host, ...request.headers };
  const names = Object.keys(headers).sort();
  const at = headers['x-amz-date'] ?? '';
  const scope = [at.slice(0, 8), credentials.region, credentials.service, 'aws4_request'];
  const lines = names.map((name) => `${name}:${headers[name]?.trim()}\n`).join('');
  const canonical = [request.method, request.path, '', lines, names.join(';'), headers['x-amz-content-sha256'] ?? ''].join('\n');
  const toSign = [ALGORITHM, at, scope.join('/'), createHash('sha256').update(canonical).digest('hex')].join('\n');
  const key = scope.reduce<string | Buffer>((secret, part) => hmac(secret, part), `AWS4${credentials.secretAccessKey}`);
  const signature = hmac(key, toSign).toString('hex');
  return `${ALGORITHM} Credential=${credentials.accessKeyId}/${scope.join('/')},SignedHeaders=${names.join(';')},Signature=${signature}`;
}

function hmac(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest();
}
