import { Validator } from '@seriousme/openapi-schema-validator';
import { expect, test } from 'vitest';
import { openApiDocument } from '../../api/openapi.ts';

const document = openApiDocument();

test('the document is valid OpenAPI 3.1', async () => {
  const result = await new Validator().validate(JSON.parse(JSON.stringify(document)));
  expect(result).toMatchObject({ valid: true });
});

test('every call of the contract is there', () => {
  expect(Object.keys(document.paths ?? {})).toEqual(
    expect.arrayContaining([
      '/webhooks/billing/{creditorId}',
      '/webhooks/bank/{creditorId}',
      '/webhooks/sendgrid',
      '/webhooks/twilio',
      '/webhooks/post',
      '/cases',
      '/cases/{caseId}',
      '/cases/{caseId}/timeline',
      '/cases/{caseId}/claim',
      '/cases/{caseId}/documents/{documentId}',
      '/cases/{caseId}/acts/{act}',
      '/unmatched',
      '/unmatched/{entryKey}/allocate',
      '/creditors/{id}',
      '/debtors/{id}',
      '/plans/{id}',
    ]),
  );
});

/** Where nobody is known yet: a link or a device is what opens them. */
const entrances = /^\/(?:webhooks|entry|passkeys)(?:\/|$)/;

test('webhooks need a signature, entrances a link or a device, everything else a key or a session', () => {
  for (const [path, item] of Object.entries(document.paths ?? {})) {
    const operations = Object.values(item ?? {}) as { security?: unknown[]; responses?: object }[];
    for (const { security, responses } of operations) {
      expect(security, path).toEqual(entrances.test(path) ? [] : undefined);
      expect(Object.keys(responses ?? {}), path).toContain('401');
    }
  }
});
