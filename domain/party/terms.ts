import type { CivilDate } from '../calendar/civil-date.ts';

/** What the contract says of late interest; the defaults are ACT/365F, interest first, the rate of the law, no capitalisation. */
export interface Terms {
  readonly dayCount?: 'ACT/365F' | 'ACT/ACT';
  readonly allocation?: 'interest-first' | 'principal-first';
  readonly contractRateBasisPoints?: number;
  readonly capitaliseFrom?: CivilDate;
}
