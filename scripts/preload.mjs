/** Loaded before the server by `node --import`. */
import './fast-react.mjs';

// The supervisor holds the other end of this channel. Without it nobody could stop this server, and its port would stay taken.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'));
process.channel?.unref();
