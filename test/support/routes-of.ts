import type { Express } from 'express';

/** What express keeps of a handler: a route, or a router with handlers of its own. */
interface Layer {
  readonly route?: { readonly path: string; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle: { readonly stack?: readonly Layer[] };
}

/** Every route that an application really serves, written as OpenAPI writes it: `get /cases/{caseId}`. */
export function routesOf(app: Express): string[] {
  return (app.router.stack as unknown as readonly Layer[]).flatMap(routesIn);
}

function routesIn({ route, handle }: Layer): string[] {
  if (route === undefined) return (handle.stack ?? []).flatMap(routesIn);
  const path = route.path.replaceAll(/:(\w+)/g, '{$1}');
  return Object.keys(route.methods).map((method) => `${method} ${path}`);
}
