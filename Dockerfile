# The programs of Iter: compiled once, run by a user without rights.
FROM node:22-slim AS build
WORKDIR /iter
COPY package.json package-lock.json ./
RUN npm ci
COPY . .
RUN npm run build && npm prune --omit=dev

FROM node:22-slim
WORKDIR /iter
COPY --from=build /iter/package.json ./
COPY --from=build /iter/node_modules ./node_modules
COPY --from=build /iter/dist ./dist
USER node
ENTRYPOINT ["node", "--enable-source-maps"]
CMD ["dist/server/main.js"]
