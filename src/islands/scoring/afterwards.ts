/** The same, but never while an event is being heard: a form that is submitted from within its own submitting is not sent. */
export async function afterwards<Result>(work: Promise<Result>): Promise<Result> {
  const result = await work;
  await new Promise((resolve) => setTimeout(resolve));
  return result;
}
