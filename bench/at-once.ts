const IN_FLIGHT = 50;

/** Runs `size` jobs, fifty at a time. */
export async function atOnce(size: number, job: (index: number) => Promise<unknown>): Promise<void> {
  let next = 0;
  const lane = async (): Promise<void> => {
    for (let index = next++; index < size; index = next++) await job(index);
  };
  await Promise.all(Array.from({ length: IN_FLIGHT }, lane));
}
