/** The addresses of the pages of one coach’s work. */
export function coachingPaths(coachId: string) {
  const home = `/coaching/${coachId}`;
  return {
    home,
    read: `${home}/read`,
    end: `${home}/end`,
    requirement: (key: string) => `${home}/requirements/${key}`,
    comments: (key: string) => `${home}/requirements/${key}/comments`,
    deleteComment: (id: string) => `${home}/comments/${id}/delete`,
  };
}
