# syntax=docker/dockerfile:1

FROM node:24-slim AS build
WORKDIR /app
# The image's own Node is the version line that package.json pins; skipping install scripts leaves the packaged one out.
COPY package.json package-lock.json .npmrc ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund
COPY . .
RUN node scripts/build.ts

FROM node:24-slim
ENV NODE_ENV=production HOST=0.0.0.0 PORT=3000 DATA_DIR=/data
WORKDIR /app
COPY --from=build /app/package.json /app/LICENSE ./
COPY --from=build /app/node_modules ./node_modules
COPY --from=build /app/dist ./dist
COPY --from=build /app/migrations ./migrations
COPY --from=build /app/programmes ./programmes
COPY --from=build /app/credit-rules ./credit-rules
COPY --from=build /app/evaluations ./evaluations
COPY --from=build /app/scripts/fast-react.mjs /app/scripts/preload.mjs ./scripts/
RUN mkdir /data && chown node:node /data
USER node
VOLUME /data
EXPOSE 3000
HEALTHCHECK --interval=15s --timeout=3s --start-period=30s \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT}/healthz`).then((r) => process.exit(r.ok ? 0 : 1), () => process.exit(1))"]
CMD ["node", "--enable-source-maps", "--import", "./scripts/preload.mjs", "dist/server/main.js"]
