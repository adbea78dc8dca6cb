# The image of the relay: docker build -t live-event-relay .
# A Redis is not in it, see docker-compose.yml.
ARG NODE=24

FROM node:${NODE}-slim AS build
WORKDIR /opt/live-relay
COPY package.json package-lock.json .npmrc ./
RUN npm ci --ignore-scripts
COPY tsconfig.json tsconfig.build.json ./
COPY libs libs
COPY apps apps
# npm keeps the compiler, which @nestjs/swagger may use, and the relay does not.
RUN npm run build && npm prune --omit=dev --ignore-scripts && rm -r node_modules/typescript

FROM node:${NODE}-slim
ENV NODE_ENV=production
# What others can reach needs RELAY_API_TOKEN: without it the relay says so and ends.
ENV HOST=0.0.0.0
COPY --from=build /opt/live-relay/package.json /opt/live-relay/package.json
COPY --from=build /opt/live-relay/node_modules /opt/live-relay/node_modules
# Neither the simulator nor the demo.
COPY --from=build /opt/live-relay/dist/relay /opt/live-relay/dist/relay
COPY --from=build /opt/live-relay/dist/apps/console-web /opt/live-relay/dist/apps/console-web
COPY LICENSE /opt/live-relay/
COPY bin /opt/live-relay/bin
# relay.yaml is looked for here.
WORKDIR /relay
USER node
EXPOSE 3000
HEALTHCHECK --interval=10s --timeout=3s --start-period=10s --retries=3 \
  CMD ["node", "-e", "fetch(`http://127.0.0.1:${process.env.PORT || 3000}/healthz`).then((answer) => process.exit(answer.ok ? 0 : 1), () => process.exit(1))"]
ENTRYPOINT ["/opt/live-relay/bin/live-relay"]
CMD ["start"]
