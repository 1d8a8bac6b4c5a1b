import { type CivilDate, isCivilDate } from '../calendar/civil-date.ts';
import { departmentOfPostcode } from '../calendar/departments.ts';
import type { InvoiceNature } from '../case/case.ts';
import { BadInput } from '../fault.ts';
import { QUALITIES, type Quality, qualityNames } from '../party/quality.ts';
import type { DebtorKind } from '../plan/plan.ts';

/** What a cell may hold: how it is read (null: it is not that), and how to say it in French. */
export interface Cell<T> {
  readonly read: (text: string) => T | null;
  readonly expected: string;
}

/** A text of a line. */
export const textCell: Cell<string> = {
  read: (text) => (text.length <= 500 ? text : null),
  expected: 'un texte de 500 caractères au plus',
};

/** `31/10/2026`, `31.10.2026`, `2026-10-31`: a day that exists. */
export const dayCell: Cell<CivilDate> = {
  read: (text) => {
    const french = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
    const [, day = '', month = '', year = ''] = french ?? [];
    const on = french ? `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}` : text;
    return isCivilDate(on) ? on : null;
  },
  expected: 'une date qui existe, JJ/MM/AAAA ou AAAA-MM-JJ',
};

/** `1 234,56`, `1.234,56 €`, `1234.56`, `-12`: integer cents. `1.234` alone could be either and is refused. */
export const centsCell: Cell<number> = {
  read: (text) => {
    const bare = text.replaceAll(/[\s\u00a0\u202f']|€|EUR$/gi, '');
    const parts = /^([-\u2212]?)(\d{1,3}(?:([.,])\d{3})*|\d+)(?:([.,])(\d{1,2}))?$/.exec(bare);
    if (!parts || isAmbiguous(parts[3], parts[4])) return null;
    const [, minus, whole = '', , , cents = ''] = parts;
    const amountCents = Number(whole.replaceAll(/[.,]/g, '') + cents.padEnd(2, '0'));
    if (!Number.isSafeInteger(amountCents)) return null;
    return minus ? -amountCents : amountCents;
  },
  expected: 'un montant en euros et centimes, par exemple 1 234,56',
};

/** The mark between thousands is not the decimal one, and never stands alone. */
function isAmbiguous(thousands: string | undefined, decimal: string | undefined): boolean {
  return thousands !== undefined && (decimal === undefined || decimal === thousands);
}

const kinds: Readonly<Record<string, DebtorKind>> = {
  entreprise: 'business',
  professionnel: 'business',
  pro: 'business',
  b2b: 'business',
  business: 'business',
  company: 'business',
  particulier: 'consumer',
  consommateur: 'consumer',
  b2c: 'consumer',
  consumer: 'consumer',
  individual: 'consumer',
  public: 'public',
  administration: 'public',
  b2g: 'public',
};

/** What the law calls the debtor. */
export const kindCell: Cell<DebtorKind> = {
  read: (text) => kinds[text.toLowerCase()] ?? null,
  expected: 'entreprise, particulier ou public',
};

const natures: Readonly<Record<string, InvoiceNature>> = {
  services: 'services',
  service: 'services',
  prestation: 'services',
  prestations: 'services',
  biens: 'goods',
  marchandises: 'goods',
  goods: 'goods',
  transport: 'transport',
  consommation: 'consumer',
  consumer: 'consumer',
};

/** What was sold, which decides how long it can be claimed. */
export const natureCell: Cell<InvoiceNature> = {
  read: (text) => natures[text.toLowerCase()] ?? null,
  expected: 'services, biens, transport ou consommation',
};

/** What the debtor is in law, as operators read it or by its name in documents. */
export const qualityCell: Cell<Quality> = {
  read: (text) =>
    QUALITIES.find((quality) => quality === text.toLowerCase() || qualityNames[quality] === text.toLowerCase()) ?? null,
  expected: QUALITIES.map((quality) => qualityNames[quality]).join(', '),
};

/** Enough to see a typing error; the messenger is the judge. */
export const emailCell: Cell<string> = {
  read: (text) => (/^[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;.]{2,}$/.test(text) ? text : null),
  expected: 'une seule adresse e-mail, nom@domaine.fr',
};

/** A French mobile as people write it, or any number that starts with +; in E.164 form. */
export const mobileCell: Cell<string> = {
  read: (text) => e164(text, /^0[67]\d{8}$/),
  expected: 'un numéro de mobile, 06 12 34 56 78 ou +33612345678',
};

/** Any French number, or one that starts with +; in E.164 form. */
export const phoneCell: Cell<string> = {
  read: (text) => e164(text, /^0[1-9]\d{8}$/),
  expected: 'un numéro de téléphone, 04 78 12 34 56 ou +33478123456',
};

/** `french`: the numbers of the country that are meant. */
function e164(text: string, french: RegExp): string | null {
  const digits = text.replaceAll(/[\s\u00a0.()-]/g, '').replace(/^00/, '+');
  const number = french.test(digits) ? `+33${digits.slice(1)}` : digits;
  return /^\+[1-9]\d{6,14}$/.test(number) ? number : null;
}

/** True for a number to which a text message can be sent, as far as one can see: a French mobile. */
export function isFrenchMobile(number: string): boolean {
  return /^\+33[67]\d{8}$/.test(number);
}

/** Nine digits; of a SIRET the first nine. */
export const sirenCell: Cell<string> = {
  read: (text) => {
    const digits = text.replaceAll(/[\s\u00a0.]/g, '');
    return /^(\d{9}|\d{14})$/.test(digits) ? digits.slice(0, 9) : null;
  },
  expected: 'un SIREN de neuf chiffres ou un SIRET de quatorze',
};

/** Five digits of a department that exists; spreadsheets drop the zero of 01 to 09. */
export const postcodeCell: Cell<string> = {
  read: (text) => {
    const postcode = text.replaceAll(/\s/g, '').padStart(5, '0');
    return isPostcode(postcode) ? postcode : null;
  },
  expected: 'un code postal français de cinq chiffres',
};

function isPostcode(postcode: string): boolean {
  try {
    departmentOfPostcode(postcode);
    return true;
  } catch (error) {
    if (error instanceof BadInput) return false;
    throw error;
  }
}

/** `EUR`. */
export const currencyCell: Cell<string> = {
  read: (text) => {
    const code = text === '€' ? 'EUR' : text.toUpperCase();
    return /^[A-Z]{3}$/.test(code) ? code : null;
  },
  expected: 'une devise de trois lettres, EUR par exemple',
};

/** A code that is fit for a URL; other characters become a dash. */
export const codeCell: Cell<string> = {
  read: (text) => {
    const code = text
      .normalize('NFD')
      .replaceAll(/[\u0300-\u036f]/g, '')
      .replaceAll(/[^A-Za-z0-9._-]+/g, '-')
      .replaceAll(/^-+|-+$/g, '');
    return /[^.]/.test(code) && code.length <= 100 ? code : null;
  },
  expected: 'un code de 1 à 100 lettres et chiffres',
};
