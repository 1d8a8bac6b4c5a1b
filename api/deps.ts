import type { ErrorRequestHandler, RequestHandler } from 'express';
import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import type { KeyRing } from '../db/key-ring.ts';
import type { ClaimStatement } from '../domain/claim/claim.ts';
import type { DebtorKind, Tone } from '../domain/plan/plan.ts';
import type { TemplateId } from '../domain/plan/template-ids.ts';
import type { MessagePreview } from './contract/cases.ts';
import type { Installation } from './contract/operations.ts';
import type { TemplateLine, TemplateSample } from './contract/reference.ts';
import type { Routes } from './contract/route.ts';
import type { KeptFile } from './debtor/kept-file.ts';
import type { EnginePort } from './engine-port.ts';

export type Log = Pick<Logger, 'info' | 'warn' | 'error'>;

/** Where the bytes of documents lie. */
export interface DocumentReader {
  get(sha256: string): Promise<Uint8Array>;
}

/** The same, and where bytes are kept: answers with their SHA-256. */
export interface DocumentKeeper extends DocumentReader {
  put(bytes: Uint8Array): Promise<string>;
}

/** Signs bytes; answers with the public key and the signature (Ed25519), base64. */
export type Seal = (bytes: Uint8Array) => { readonly publicKey: string; readonly signature: string };

/** Where bank files are kept as they come; nothing is kept when their source throws. */
export interface UploadKeeper {
  keep(chunks: AsyncIterable<Uint8Array>): Promise<{ readonly sha256: string; readonly bytes: number }>;
}

/** Which message to look at, and how firmly it speaks. */
export interface PreviewRequest {
  readonly template: TemplateId;
  readonly tone?: Tone;
}

/** Told of every answer before it leaves, with the name of its route: tests hold it against the contract. */
export type Witness = (route: string, status: number, body: unknown) => void;

/** Which wording to look at. */
export interface AskedWording extends Required<PreviewRequest> {
  readonly kind: DebtorKind;
}

/** The wordings of messages, looked at. */
export interface Wordings {
  list(creditorId: string): Promise<TemplateLine[]>;
  sample(creditorId: string, asked: AskedWording): Promise<TemplateSample>;
}

/** What the API is built of. The app it makes does not listen. */
export interface ApiDeps {
  readonly db: Database;
  /** Under which secrets lie in the database. */
  readonly envelope: KeyRing;
  readonly engine: EnginePort;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
  /** `linksPages`: messages carry a link to the page of their debtor; they do not where no address is public. */
  readonly config: { readonly publicUrl: string; readonly linksPages: boolean };
  readonly log: Log;
  /** Called after an event was kept: the drainer of this process need not wait for its next look. */
  readonly wake: () => void;
  readonly documents: DocumentKeeper;
  /** Keeps a file among the documents of a case; answers with the document's id. */
  readonly keep: (caseId: string, kind: string, file: KeptFile) => Promise<string>;
  /** Signs what leaves as proof, with the key of the heads. */
  readonly seal: Seal;
  readonly uploads: UploadKeeper;
  /** How the parts of the house are, and by whom each channel leaves. */
  readonly installation: () => Promise<Installation>;
  /** Writes a backup beside the data and answers where it lies; absent: the database is anybody's to copy. */
  readonly backUp?: () => Promise<{ readonly folder: string }>;
  /** Room on the disk of the data folder, in megabytes. */
  readonly freeMb?: () => Promise<number>;
  /** Doors of providers' webhooks: each checks its own signature. */
  readonly doors?: readonly RequestHandler[];
  /** Those of them that the document of the API tells. */
  readonly doorRoutes?: Routes;
  /** Answers with a page where a person's browser meets what is refused; passes on all else. */
  readonly errorPages?: readonly ErrorRequestHandler[];
  /** The statement of claim of a case, as of today. */
  readonly claimOf: (caseId: string) => Promise<ClaimStatement | undefined>;
  /** A message as it would be written for a case today, in every form. */
  readonly previewOf: (caseId: string, asked: PreviewRequest) => Promise<MessagePreview>;
  /** The wordings in force for a creditor, and one of them written to an invented debtor. */
  readonly wordings: Wordings;
  readonly witness?: Witness;
}
