/** The addresses of one enrolment's pages. */
export function workPaths(enrolmentId: string) {
  const home = `/work/${enrolmentId}`;
  return {
    home,
    requirement: (key: string) => `${home}/requirements/${key}`,
    artifacts: `${home}/artifacts`,
    review: `${home}/review`,
    submit: `${home}/submit`,
    attempt: (number: number) => `${home}/attempts/${number}`,
  };
}
