"""Installations; replies know their thread and the question they came of, cases what was asked."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("cases") as cases:
        cases.add_column(sa.Column("question", sa.JSON(), nullable=True))
    with op.batch_alter_table("replies") as replies:
        replies.add_column(sa.Column("thread", sa.String(255), nullable=False, server_default=""))
        replies.add_column(sa.Column("question", sa.String(64), nullable=False, server_default=""))
        replies.create_index("replies_by_thread", ["thread", "ts"])
    op.create_table(
        "installations",
        sa.Column("team", sa.String(64), primary_key=True),
        sa.Column("team_name", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("app", sa.String(64), nullable=False),
        sa.Column("bot_id", sa.String(64), nullable=False),
        sa.Column("bot_user", sa.String(64), nullable=False),
        sa.Column("scopes", sa.Text(), nullable=False),
        sa.Column("installer", sa.String(64), nullable=False),
        sa.Column("installed_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_table(
        "install_states",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_install_states_expires_at", "install_states", ["expires_at"])


def downgrade() -> None:
    op.drop_table("install_states")
    op.drop_table("installations")
    with op.batch_alter_table("replies") as replies:
        replies.drop_index("replies_by_thread")
        replies.drop_column("question")
        replies.drop_column("thread")
    with op.batch_alter_table("cases") as cases:
        cases.drop_column("question")
