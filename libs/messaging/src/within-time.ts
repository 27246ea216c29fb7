/** Waits for work no longer than this; it is not stopped, but what it still does has no transaction. */
export async function withinTime(work: Promise<void>, withinMs: number): Promise<void> {
  let timer: NodeJS.Timeout | undefined;
  const tooLong = new Promise<never>((_, reject) => {
    const fail = () => reject(new Error(`it took longer than ${withinMs} ms`));
    timer = setTimeout(fail, withinMs);
  });
  try {
    await Promise.race([work, tooLong]);
  } finally {
    clearTimeout(timer);
  }
}
