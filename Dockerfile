# One image for the API, the worker and the document worker; the role is an argument of the command.
FROM node:22-bookworm-slim@sha256:43ac6c60b8f89723f746e8a92ce91abd5017e627ce1ddfe4238355d3a30b772c

RUN apt-get update \
  && apt-get install -y --no-install-recommends ca-certificates chromium-headless-shell \
  && rm -rf /var/lib/apt/lists/*

WORKDIR /exigible
ENV NODE_ENV=production PUPPETEER_EXECUTABLE_PATH=/usr/bin/chromium-headless-shell

# The engine's library ships binaries for five platforms; only this one's stays.
COPY package.json package-lock.json ./
RUN npm ci --omit=dev --ignore-scripts --no-audit --no-fund \
  && find node_modules/@temporalio/core-bridge/releases -mindepth 1 -maxdepth 1 ! -name "$(uname -m)-unknown-linux-gnu" -exec rm -rf {} + \
  && rm -rf /root/.npm

COPY . .
# Whoever runs it may not write among the packages.
RUN node exigible.mjs help > /dev/null && chmod -R a+rX node_modules/.cache
# A named volume takes its owner from the folder that it covers.
RUN mkdir /data /keys /heads && chown node:node /data /keys /heads && chmod 700 /data /keys /heads
USER node
EXPOSE 3000
CMD ["node", "exigible.mjs", "start"]
