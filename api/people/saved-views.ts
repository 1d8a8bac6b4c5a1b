import type { KeyHolder } from '../../db/keys.ts';
import { addSavedView, MOST_VIEWS, type NotKept, removeSavedView, renameSavedView, savedViewsOf } from '../../db/saved-views.ts';
import type { ApiDeps } from '../deps.ts';
import { HttpProblem } from '../http/problem.ts';
import type { Handlers } from '../http/serve.ts';
import { personIn, requirePerson } from './holder.ts';
import { idIn } from './routes.ts';

/** Views of the list of cases: each person has his own and sees nobody else's. */
export function savedViewHandlers({ db }: ApiDeps) {
  return {
    'GET /session/views': async ({ holder }) => {
      const personId = personIn(holder);
      return { 200: { views: personId === null ? [] : await savedViewsOf(db, personId) } };
    },
    'POST /session/views': async ({ holder, body }) => ({ 201: kept(await addSavedView(db, keeperIn(holder), body)) }),
    'PUT /session/views/{id}': async ({ holder, params, body: { name } }) => {
      const renamed = await renameSavedView(db, keeperIn(holder), { id: idIn(params), name });
      if (!renamed) throw unknown(params.id);
      return { 200: kept(renamed) };
    },
    'DELETE /session/views/{id}': async ({ holder, params }) => {
      const id = idIn(params);
      if (!(await removeSavedView(db, keeperIn(holder), id))) throw unknown(params.id);
      return { 200: { id, removed: true } };
    },
  } satisfies Partial<Handlers>;
}

const sentences: Readonly<Record<NotKept, string>> = {
  'same-name': 'Another view has this name.',
  'too-many': `${MOST_VIEWS} views are kept: remove one first.`,
};

function kept<T extends object>(view: T | NotKept): T {
  if (typeof view === 'string') throw new HttpProblem(409, sentences[view]);
  return view;
}

function keeperIn(holder: KeyHolder): number {
  return requirePerson(holder, 'A key keeps no views; a person does.');
}

function unknown(id: string): HttpProblem {
  return new HttpProblem(404, `No view ${id}.`);
}
