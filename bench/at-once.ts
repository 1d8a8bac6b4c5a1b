/** So many jobs run together, where a bench says nothing else. */
export const IN_FLIGHT = 50;

type Job = (index: number) => Promise<unknown>;

/** Runs `size` jobs, so many at a time. */
export async function atOnce(size: number, job: Job, inFlight = IN_FLIGHT): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < size; index = next++) await job(index);
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
}

/** Runs them; answers how many per second. */
export async function perSecond(size: number, job: Job, inFlight = IN_FLIGHT): Promise<number> {
  const began = performance.now();
  await atOnce(size, job, inFlight);
  return (size * 1000) / (performance.now() - began);
}
