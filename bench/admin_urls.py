"""Stock admin pages of the same rows that the product's pages show: no rights, no sealed text, no signals.

A list shows as many columns as ours and has the filters that ours has; relations are joined as a good admin does.
"""

from django.contrib import admin
from django.urls import path

from handslag.mentoring.models import DiaryEntry
from handslag.organisations.scope import OrganisationQuerySet
from handslag.pairs.models import Pair
from handslag.programmes.models import Membership, Programme
from handslag.recruitment.models import Application

# The admin asks for related rows without saying whose; in its process, and nowhere else, nobody stops it.
OrganisationQuerySet._require_scope = lambda rows: None


class OpenSite(admin.AdminSite):
    """Everybody who is signed in may do everything: rights cost nothing here."""

    def has_permission(self, request):
        return request.user.is_authenticated


class OpenAdmin(admin.ModelAdmin):
    list_per_page = 25

    def has_module_permission(self, request):
        return True

    def _yes(self, request, obj=None):
        return True

    has_view_permission = has_change_permission = has_delete_permission = _yes

    def has_add_permission(self, request):
        return True


class ApplicationAdmin(OpenAdmin):
    list_display = ["person", "role", "received_at", "state"]
    list_filter = ["role", "state"]
    list_select_related = ["person"]
    ordering = ["received_at"]
    raw_id_fields = ["organisation", "programme", "call", "draft", "person", "response"]


class MembershipAdmin(OpenAdmin):
    list_display = ["person", "role", "joined_at"]
    list_filter = ["role"]
    list_select_related = ["person"]
    ordering = ["person__given_name", "person__family_name"]


class PairAdmin(OpenAdmin):
    list_display = ["mentee", "mentor", "matched_at", "started_on", "end_reason"]
    list_filter = ["end_reason"]
    list_select_related = ["mentee__person", "mentor__person"]
    ordering = ["started_on"]


class DiaryEntryAdmin(OpenAdmin):
    raw_id_fields = ["organisation", "pair", "written_by"]


class ProgrammeAdmin(OpenAdmin):
    list_display = ["title", "starts_on"]


site = OpenSite()
site.register(Application, ApplicationAdmin)
site.register(Membership, MembershipAdmin)
site.register(Pair, PairAdmin)
site.register(DiaryEntry, DiaryEntryAdmin)
site.register(Programme, ProgrammeAdmin)
urlpatterns = [path("admin/", site.urls)]
