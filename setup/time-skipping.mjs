import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { cachePlaces, versions } from './cache.mjs';
import { run } from './command.mjs';
import { findTimeSkipping } from './discovery.mjs';
import { onPath } from './look.mjs';
import { makeWhole } from './making.mjs';
import { takeFromVendor } from './vendor.mjs';

const FETCH_WITHIN_MS = 600_000;

/** Temporal's time-skipping server: months of a case in milliseconds. Only tests need it. */
export const timeSkipping = {
  name: 'serveur de test Temporal (saut dans le temps)',
  purposes: ['test'],
  find: findTimeSkipping,
  looked: (env) => cachePlaces(env).timeSkipping,
  sources: () => [
    { title: 'téléchargement du serveur de test Temporal chez son éditeur', take: takeServer },
    { title: `serveur de test Temporal ${versions.testServer} par Maven`, take: takeJars },
  ],
  fix: () =>
    'sudo apt-get install -y maven default-jre-headless   (macOS : brew install maven), puis : node setup.mjs --for test',
};

function takeServer(env) {
  const place = cachePlaces(env).timeSkipping;
  return takeFromVendor({ artifact: 'temporal-test-server', version: versions.testServer, place, name: 'test-server' });
}

async function takeJars(env) {
  const missing = ['java', 'mvn'].filter((name) => !onPath([name], env));
  if (missing.length > 0) throw new Error(`${missing.join(' et ')} absent du PATH`);
  await makeWhole(cachePlaces(env).timeSkipping, async (folder) => {
    writeFileSync(join(folder, 'pom.xml'), POM);
    const repository = join(folder, 'repository');
    const args = [
      '-q',
      '-B',
      `-Dmaven.repo.local=${repository}`,
      'dependency:copy-dependencies',
      '-DincludeScope=runtime',
      '-DoutputDirectory=jars',
    ];
    await run('mvn', args, { env, cwd: folder, timeoutMs: FETCH_WITHIN_MS });
    rmSync(repository, { recursive: true });
    writeFileSync(join(folder, 'test-server'), LAUNCHER, { mode: 0o755 });
  });
}

const POM = `<project xmlns="http://maven.apache.org/POM/4.0.0">
  <modelVersion>4.0.0</modelVersion>
  <groupId>exigible</groupId>
  <artifactId>test-server</artifactId>
  <version>${versions.testServer}</version>
  <properties>
    <project.build.sourceEncoding>UTF-8</project.build.sourceEncoding>
  </properties>
  <dependencies>
    <dependency>
      <groupId>io.temporal</groupId>
      <artifactId>temporal-test-server</artifactId>
      <version>${versions.testServer}</version>
      <scope>runtime</scope>
    </dependency>
    <dependency>
      <groupId>org.slf4j</groupId>
      <artifactId>slf4j-nop</artifactId>
      <version>1.7.36</version>
      <scope>runtime</scope>
    </dependency>
  </dependencies>
  <build>
    <pluginManagement>
      <plugins>
        <plugin><groupId>org.apache.maven.plugins</groupId><artifactId>maven-dependency-plugin</artifactId><version>3.8.1</version></plugin>
      </plugins>
    </pluginManagement>
  </build>
</project>
`;

/** The SDK ends only the process that it spawned: exec puts Java in its place. */
const LAUNCHER = `#!/bin/sh
here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
exec java -XX:TieredStopAtLevel=1 -Xshare:auto -Xmx256m -cp "$here/jars/*" io.temporal.testserver.TestServer "$1"
`;
