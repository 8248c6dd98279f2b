"""What the demo shows: accounts, made-up communes, drafts. Every invented fact is marked as such."""

from django.apps import AppConfig


class DemoDataConfig(AppConfig):
    name = "asskomm.demo_data"
    verbose_name = "Daten der Demo"
