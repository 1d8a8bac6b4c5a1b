import { expect, it } from 'vitest';
import { missingMediator } from '../../../domain/party/mediator.ts';

it('a consumer is not chased before his mediator is named, anybody else is', () => {
  expect(missingMediator({}, 'consumer')).toMatch(/^Médiateur de la consommation à renseigner .*mediator/);
  expect(missingMediator({ mediator: { name: 'M', address: 'A' } }, 'consumer')).toBeNull();
  expect(missingMediator({}, 'business')).toBeNull();
  expect(missingMediator({}, 'public')).toBeNull();
});
