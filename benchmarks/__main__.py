"""`python -m benchmarks [NAME [ARGUMENT...]]`: one benchmark, or all of them."""

import importlib
import sys

NAMES = (
    "quality",
    "official",
    "mixed_languages",
    "peers",
    "alignment",
    "reading",
    "pipeline",
    "encoding",
    "asking",
    "late_interaction",
    "scale",
)


def main() -> None:
    name, arguments = (sys.argv[1], sys.argv[2:]) if len(sys.argv) > 1 else (None, [])
    if name not in (None, *NAMES):
        sys.exit(f"there is no benchmark {name}; there are: {', '.join(NAMES)}")
    for one in NAMES if name is None else (name,):
        importlib.import_module(f"benchmarks.{one}").run(arguments)


if __name__ == "__main__":
    main()
