/**
 * What an earner is called where the assessor may not know who it is: “Earner 7F3A”. The same for an attempt wherever it is
 * shown; made of the attempt’s own random digits, so that it says nothing of the person.
 */
export function blindName(attemptId: string): string {
  return `Earner ${attemptId.slice(-4).toUpperCase()}`;
}
