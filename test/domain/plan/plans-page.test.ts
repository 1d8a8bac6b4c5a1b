import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import * as z from 'zod';
import { readDocument } from '../../../domain/document-schema.ts';
import { columnOf } from '../../../domain/enrol/columns.ts';
import { BadInput } from '../../../domain/fault.ts';
import { inFrench } from '../../../domain/in-french.ts';
import { creditorSchema } from '../../../domain/party/party-schema.ts';
import { parsePlan, planDocumentSchema } from '../../../domain/plan/plan-document.ts';
import { shippedPlans } from '../../../domain/plan/shipped.ts';
import { simulate } from '../../../domain/simulate/simulate.ts';
import { readStory } from '../../../domain/simulate/story-input.ts';

type Document = Readonly<Record<string, unknown>>;

const page = readFileSync(join(import.meta.dirname, '../../../docs/plans.md'), 'utf8');
const examples = [...page.matchAll(/```json\n([\s\S]*?)```/g)].map(([, text = '']) => JSON.parse(text) as Document);
const whole = examples.find((example) => 'id' in example && 'steps' in example) ?? {};
const steps = whole.steps as Document[];
const { defaultPlan, planChoices, segmentRule } = creditorSchema.shape;
const choices = z.strictObject({ defaultPlan, planChoices, segmentRule });
const words = new Set(page.match(/[A-Za-z][A-Za-z-]*/g));

/** Every field and every word that the reader takes, wherever it is. */
function taken(schema: unknown): string[] {
  if (Array.isArray(schema)) return schema.flatMap(taken);
  if (typeof schema !== 'object' || schema === null) return [];
  const { properties = {}, enum: values = [], const: value = [] } = schema as Record<string, object>;
  const named = [...Object.keys(properties), ...[values, value].flat()].filter((name) => typeof name === 'string');
  return [...named, ...Object.values(schema).flatMap(taken)];
}

/** The example where its page means it: a plan, a step of one, some of its fields, a creditor's choices, a story. */
function accept(example: Document): void {
  if ('from' in example) return void simulate(readStory(example));
  if ('planChoices' in example) return void readDocument(choices, example);
  if (!('act' in example)) return void parsePlan({ ...whole, ...example });
  const at = steps.findIndex((step) => step.id === (example.act === 'letter' ? 'mise-en-demeure' : 'relance-30'));
  const place = example.delay === 'P12D' ? at - 1 : at;
  parsePlan({ ...whole, steps: [...steps.slice(0, place), example, ...steps.slice(place)] });
}

describe('docs/plans.md', () => {
  test.each(examples.map((example) => [JSON.stringify(example).slice(0, 60), example] as const))(
    '%s… is accepted',
    (_text, example) => {
      expect(() => accept(example)).not.toThrow();
    },
  );

  test('there is a whole plan, steps, fields, choices and a story among the examples', () => {
    expect(examples.length).toBeGreaterThanOrEqual(9);
    expect(() => accept({ ...whole, colour: 'red' })).toThrow(BadInput);
  });

  test('every field and every value of a plan is named on the page', () => {
    const all = new Set(taken(z.toJSONSchema(planDocumentSchema, { io: 'input' })));
    const templates = planTemplates();
    expect([...all].filter((name) => !words.has(name) && !templates.includes(name))).toEqual([]);
  });

  test('every shipped plan is named on the page', () => {
    expect(shippedPlans.map(({ id }) => id).filter((id) => !words.has(id) && !page.includes(`\`${id}\``))).toEqual([]);
  });

  test('every column it names for the open invoices is one that is understood', () => {
    const [, columns = ''] = /^Colonnes comprises.*$/m.exec(page)?.[0].split('par `;` ou `,`') ?? [];
    const named = [...columns.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);
    expect(named.length).toBeGreaterThan(15);
    expect(named.filter((name) => columnOf(name) === undefined)).toEqual([]);
  });

  const broken: readonly [string, Document][] = [
    ['champ inconnu ; attendus :', { ...whole, stepz: [] }],
    ['attendu : une durée ISO 8601 qui n’est pas négative, par exemple P5D ou PT4S', { ...whole, gap: '-P5D' }],
    ['attendu : un identifiant qu’aucune autre étape n’a', { ...whole, steps: [...steps, steps[0]] }],
    ['attendu : un jour plus tardif que celui de l’étape au-dessus', { ...whole, steps: [steps[2], steps[1]] }],
    [
      'attendu : une étape plus bas ancrée sur after-notice-receipt : c’est le délai que la lettre accorde',
      { ...whole, steps: steps.slice(0, 5) },
    ],
    ['attendu : une autre ancre : aucune étape n’est au-dessus', { ...whole, steps: [steps[6]] }],
    ['attendu : une autre ancre : aucune lettre n’est au-dessus', { ...whole, steps: [steps[0], steps[5]] }],
    ['attendu : l’un de "courtesy-note", "reminder",', { ...whole, steps: [{ ...steps[0], template: 'rappel' }] }],
    ['attendu : chaque canal une seule fois', { ...whole, steps: [{ ...steps[0], channels: ['email', 'email'] }] }],
    [
      'attendu : un envoi recommandé : l’e-mail et la lettre simple n’en sont que la copie',
      { ...whole, steps: [{ ...steps[4], channels: ['email'] }, steps[5]] },
    ],
    ['attendu : une étape d’envoi de ce plan (', { ...whole, promise: { broken: 'decision' } }],
  ];
  test.each(broken)('« %s » is on the page, and is what `plan check` says', (message, plan) => {
    expect(even(page)).toContain(message.replace(/,$/, ''));
    expect(faultsOf(plan)).toContain(message);
  });
});

/** Everything that is wrong with a plan, as a person reads it at the terminal. */
function faultsOf(plan: Document): string {
  try {
    parsePlan(plan);
    return '';
  } catch (error) {
    return error instanceof BadInput ? even(error.faults.map(inFrench).join('\n')) : String(error);
  }
}

function even(text: string): string {
  return text.replaceAll(/[\u00a0\u202f]/g, ' ');
}

/** Templates are files: the page names the usual ones and their folder. */
function planTemplates(): string[] {
  const schema = JSON.stringify(z.toJSONSchema(planDocumentSchema, { io: 'input' }));
  const [, list = '[]'] = /"template":\{[^}]*?"enum":(\[[^\]]*\])/.exec(schema) ?? [];
  return JSON.parse(list) as string[];
}
