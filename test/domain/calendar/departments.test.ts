import { describe, expect, test } from 'vitest';
import { departmentOfPostcode, isDepartment, isOverseas } from '../../../domain/calendar/departments.ts';
import { BadInput } from '../../../domain/fault.ts';

describe('departments', () => {
  test.each(['01', '19', '21', '2A', '2B', '75', '95', '971', '976', '988'])('%s exists', (code) => {
    expect(isDepartment(code)).toBe(true);
  });

  test.each(['', '1', '00', '20', '96', '99', '970', '979', '2C', ' 75'])('"%s" does not exist', (code) => {
    expect(isDepartment(code)).toBe(false);
  });

  test.each([
    ['75011', '75'],
    ['01000', '01'],
    ['20000', '2A'],
    ['20137', '2A'],
    ['20200', '2B'],
    ['20600', '2B'],
    ['57000', '57'],
    ['97110', '971'],
    ['97133', '977'],
    ['97150', '978'],
    ['97400', '974'],
    ['97500', '975'],
    ['98800', '988'],
  ])('postcode %s is in %s', (postcode, department) => {
    expect(departmentOfPostcode(postcode)).toBe(department);
  });

  test.each(['00123', '99000', '98000', '7501', '750111', '2A000', ''])('postcode "%s" is refused', (postcode) => {
    expect(() => departmentOfPostcode(postcode)).toThrow(BadInput);
  });

  test('overseas has three digits', () => {
    expect(['971', '988'].every(isOverseas)).toBe(true);
    expect(['75', '2A'].some(isOverseas)).toBe(false);
  });
});
