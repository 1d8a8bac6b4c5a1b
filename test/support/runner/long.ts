/** How often a proof is repeated: shortly by `npm test`, at length by `npm run test:long`. */
export function howMany({ shortly, long }: { readonly shortly: number; readonly long: number }): number {
  return process.env.EXIGIBLE_LONG === '1' ? long : shortly;
}
