import type * as z from 'zod';
import type { Routes } from '../api/contract/route.ts';
import { maileva } from './maileva/index.ts';
import { qonto } from './qonto/index.ts';
import { sendgrid } from './sendgrid/index.ts';
import { smtp } from './smtp/index.ts';
import { swan } from './swan/index.ts';
import { twilio } from './twilio/index.ts';

/** Every provider that the product knows. Where two serve one channel, the first that is configured has it. */
export const providers = [sendgrid, smtp, twilio, maileva, qonto, swan] as const;

type All = (typeof providers)[number]['settings'];
type Both<Union> = (Union extends unknown ? (one: Union) => void : never) extends (all: infer Every) => void ? Every : never;

/** What they read of the environment, all together. */
export const providerSettings = Object.assign({}, ...providers.map(({ settings }) => settings)) as Both<All> & z.ZodRawShape;

/** A variable of theirs, and the one that it is useless without. */
export const providerPairs = providers.flatMap(({ pairs = [] }): (readonly [keyof Both<All>, keyof Both<All>])[] => [...pairs]);

/** Those with which messages really leave; with none of them everything stays in the outbox. */
export const waysOpenWith = providers.flatMap(({ opensWith }): (keyof Both<All>)[] =>
  opensWith === undefined ? [] : [opensWith],
);

/** Their doors, as the document of the API tells them. */
export const providerRoutes: Routes = Object.assign({}, ...providers.map(({ routes = {} }) => routes));
