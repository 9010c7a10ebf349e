"""Where the graph lives: a real Neo4j that this package fetches and runs, or the one that KB_URI names.

>>> with open_engine(Settings.read(os.environ)) as engine, driver(engine) as d:  # doctest: +SKIP
...     d.execute_query("RETURN 1", database_=engine.database)

On Linux everything is tried; the branches for macOS and Windows are not.
"""

from kb.engine.drivers import async_driver, driver, translate
from kb.engine.engine import Engine, open_engine
from kb.engine.report import report

__all__ = ["Engine", "async_driver", "driver", "open_engine", "report", "translate"]
