import { expect, test } from 'vitest';
import { byColumn } from '../../../domain/enrol/by-column.ts';
import { readEnrolments } from '../../../domain/enrol/read-enrolments.ts';

const tableOf = (head: string, rows: readonly string[]) =>
  readEnrolments(new TextEncoder().encode([`N° facture;Client;Type;Solde;Échéance;${head}`, ...rows].join('\n')), {
    today: '2026-11-22',
  });
const rowsOf = (count: number, cells: (nth: number) => string) =>
  Array.from({ length: count }, (_, nth) => `F-${nth};Client ${nth};entreprise;10,00;31/08/2026;${cells(nth)}`);
const lines = (file: ReturnType<typeof tableOf>) => byColumn(file.faults).map(({ path, message }) => `${path} : ${message}`);

const INCOMPLETE = 'l’adresse est incomplète\u00a0: remplir adresse, code postal et ville, ou aucun des trois';

test('a fault that is on many lines of a column is said once for the column', () => {
  const file = tableOf(
    'CP;Ville',
    rowsOf(200, () => '69006;Lyon'),
  );
  expect(file.faults).toHaveLength(200);
  expect(lines(file)).toEqual([`colonne « Adresse », 200 lignes (2, 3, 4…) : ${INCOMPLETE}`]);
});

test('also where each line holds something else: the first is shown', () => {
  const file = tableOf(
    'Mobile',
    rowsOf(5, (nth) => `absent ${nth}`),
  );
  expect(lines(file)).toEqual([
    'colonne « Mobile », 5 lignes (2, 3, 4…) : reçu « absent 0 »\u00a0; attendu\u00a0: un numéro de mobile, 06 12 34 56 78 ou +33612345678',
  ]);
});

test('what is wrong here and there keeps its lines, and stands after what is wrong everywhere', () => {
  const file = tableOf('CP;Ville', [
    'F-x;Client x;entreprise;dix;31/08/2026;;',
    ...rowsOf(4, () => '69006;Lyon'),
    'F-y;Client y;entreprise;onze;31/08/2026;;',
  ]);
  expect(byColumn(file.faults).map(({ path }) => path)).toEqual([
    'colonne « Adresse », 4 lignes (3, 4, 5…)',
    'ligne 2, colonne « Solde »',
    'ligne 7, colonne « Solde »',
  ]);
});

test('what is no cell of a line stays as it is', () => {
  const whole = [{ path: '', message: 'le fichier est vide' }];
  expect(byColumn(whole)).toEqual(whole);
});
