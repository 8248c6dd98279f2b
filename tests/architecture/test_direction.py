"""Foreign keys and migrations run down, as imports do (import-linter sees those, but not these)."""

from django.apps import apps
from django.db.migrations.loader import MigrationLoader
from django.db.models import Field

from tests.architecture.floors import floor_of, is_user_model, points_up


def upward_relations():
    for model in apps.get_models(include_auto_created=True):
        for field in model._meta.get_fields():
            if not isinstance(field, Field) or not field.is_relation or field.related_model is None:
                continue
            target = field.related_model._meta
            if is_user_model(target.app_label, target.object_name):
                continue
            if points_up(model._meta.app_label, target.app_label):
                yield f"{model._meta.label}.{field.name} -> {target.label}"


def upward_migrations():
    loader = MigrationLoader(None, ignore_no_migrations=True)
    for (app, name), migration in loader.disk_migrations.items():
        arrows = [(app, dependency) for dependency in migration.dependencies]
        arrows += [(follower, (app, name)) for follower, _ in migration.run_before]
        for origin, dependency in arrows:
            if getattr(dependency, "setting", None) == "AUTH_USER_MODEL":
                continue
            if points_up(origin, dependency[0]):
                yield f"{app}.{name} -> {dependency}"


def test_the_floors_are_told_apart():
    assert points_up("core", "agreements")
    assert points_up("communes", "desk")
    assert not points_up("agreements", "core")
    assert not points_up("core", "contenttypes")
    assert floor_of("contenttypes") is None


def test_no_foreign_key_points_up():
    assert list(upward_relations()) == []


def test_no_migration_depends_on_a_higher_room():
    assert list(upward_migrations()) == []
