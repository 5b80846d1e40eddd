"""Run by Alembic: applies the migrations over the connection that ``upgrade`` opened."""

from alembic import context
from sqlalchemy import Connection

from programmes import models

connection: Connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=models.Programme.metadata,
    render_as_batch=connection.dialect.name == "sqlite",
)
with context.begin_transaction():
    context.run_migrations()
