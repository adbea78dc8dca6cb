# Variables as the program has them: from the environment, else from a .env.

# Prints the value of a variable; nothing where it is not set, or a file cannot be read.
setting() {
  node -e '
    const { readFileSync } = require("node:fs");
    const { parseEnv } = require("node:util");
    const [name, ...files] = process.argv.slice(1);
    const variables = files.map((file) => {
      try {
        return parseEnv(readFileSync(file, "utf8").replace(/^\ufeff/, ""));
      } catch {
        return {};
      }
    });
    console.log([process.env, ...variables].map((all) => all[name]).find((one) => one !== undefined) ?? "");
  ' "$@"
}

# Whether the file names Redis behind sentinels, or a cluster: none is needed on this machine then.
names_sentinel_or_cluster() {
  grep -qsE '^[[:space:]]+(sentinel|cluster):|^redis:.*[{,[:space:]](sentinel|cluster):' "$1"
}
