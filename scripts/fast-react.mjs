// React decides by NODE_ENV, at its first import, between its fast build and the one that warns developers. Whether this is a
// production *site* is another question, so only React gets to see the answer.
const { NODE_ENV } = process.env;
process.env.NODE_ENV = 'production';
await import('react');
await import('react/jsx-runtime');
await import('react-dom/server');
if (NODE_ENV === undefined) delete process.env.NODE_ENV;
else process.env.NODE_ENV = NODE_ENV;
